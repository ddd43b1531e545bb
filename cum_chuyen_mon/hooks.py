from cum_chuyen_mon.permissions.sharing import LISTED_WITH as _LISTED_WITH
from cum_chuyen_mon.permissions.standing import DATED as _DATED
from cum_chuyen_mon.permissions.table import CHILD_TABLES as _CHILD_TABLES
from cum_chuyen_mon.permissions.table import GRANTS as _GRANTS
from cum_chuyen_mon.permissions.table import ROLES as _ROLES
from cum_chuyen_mon.permissions.table import VERSIONED as _VERSIONED

app_name = "cum_chuyen_mon"
app_title = "Cụm chuyên môn"
app_publisher = "Cụm chuyên môn contributors"
app_description = "Cụm chuyên môn và nhóm liên trường: kế hoạch, sinh hoạt, biên bản, nghĩa vụ, báo cáo"
app_email = "maintainers@cum-chuyen-mon.example"
app_license = "mit"
app_icon_url = "/assets/cum_chuyen_mon/images/logo.svg"

add_to_apps_screen = [
    {
        "name": "cum_chuyen_mon",
        "logo": "/assets/cum_chuyen_mon/images/logo.svg",
        "title": "Cum Chuyen Mon",
        "route": "/app/cum-chuyen-mon",
        "has_permission": "cum_chuyen_mon.boot.may_use",
    }
]
extend_bootinfo = "cum_chuyen_mon.boot.extend_bootinfo"
calendars = ["Cluster Session"]
_of_every_form = ["public/js/rights.js", "public/js/form_shape.js"]
_of_a_paper = [*_of_every_form, "public/js/papers.js", "public/js/bundles.js"]
doctype_js = {
    **dict.fromkeys(_GRANTS, _of_every_form),
    **{
        doctype: [*_of_a_paper, "public/js/submission.js"]
        for doctype in ("Cluster Session", "Cluster Minutes")
    },
    **dict.fromkeys(
        (
            "Cluster Minutes Copy",
            "Cluster Delegation",
            "Cluster Headship",
            "Cluster Paper Template",
            "Inter-School Group",
            "Member School",
            "Member School Staff",
            "School Cluster",
            "Subject Group",
        ),
        _of_a_paper,
    ),
    **{doctype: [*_of_a_paper, "public/js/paper_versions.js"] for doctype in _VERSIONED},
}

doctype_list_js = {"Cluster Session": "public/js/bundles.js"}

jinja = {"methods": ["cum_chuyen_mon.printing.shown.cluster_paper"]}

fixtures = [{"dt": "Role", "filters": [["name", "in", list(_ROLES)]]}]

permission_query_conditions = {
    **dict.fromkeys(_GRANTS, "cum_chuyen_mon.permissions.doors.query_condition"),
    **dict.fromkeys(_CHILD_TABLES, "cum_chuyen_mon.permissions.doors.child_query_condition"),
    **dict.fromkeys(_LISTED_WITH, "cum_chuyen_mon.permissions.sharing.query_condition"),
    "File": "cum_chuyen_mon.permissions.files.query_condition",
    "Tag": "cum_chuyen_mon.permissions.sharing.tag_condition",
    "User": "cum_chuyen_mon.permissions.users.query_condition",
}
has_permission = {
    **dict.fromkeys(_GRANTS, "cum_chuyen_mon.permissions.doors.has_permission"),
    "Workflow Action": "cum_chuyen_mon.permissions.sharing.workflow_action_permission",
}

# doors that Frappe leaves open: SECURITY.md
override_doctype_class = {"File": "cum_chuyen_mon.permissions.files.GuardedFile"}
standard_queries = dict.fromkeys(
    (*_GRANTS, *_CHILD_TABLES, *_LISTED_WITH, "File", "Tag", "ToDo"),
    "cum_chuyen_mon.permissions.links.search",
)
override_whitelisted_methods = {
    "frappe.core.api.file.unzip_file": "cum_chuyen_mon.permissions.files.unzip_file",
    "frappe.core.doctype.file.file.unzip_file": "cum_chuyen_mon.permissions.files.unzip_file",
    **{
        f"frappe.core.doctype.data_import.data_import.{name}": f"cum_chuyen_mon.permissions.imports.{name}"
        for name in (
            "download_errored_template",
            "download_import_log",
            "form_start_import",
            "get_import_status",
            "get_preview_from_template",
        )
    },
    "frappe.desk.search.get_names_for_mentions": "cum_chuyen_mon.permissions.users.get_names_for_mentions",
    "frappe.desk.search.search_link": "cum_chuyen_mon.permissions.named.search_link",
    "frappe.desk.search.search_widget": "cum_chuyen_mon.permissions.named.search_widget",
    "frappe.desk.treeview.get_all_nodes": "cum_chuyen_mon.permissions.named.get_all_nodes",
    "frappe.model.workflow.apply_workflow": "cum_chuyen_mon.permissions.steps.apply_workflow",
    "frappe.workflow.doctype.workflow_action.workflow_action.apply_workflow": (
        "cum_chuyen_mon.permissions.steps.apply_workflow"
    ),
    "frappe.model.workflow.get_transitions": "cum_chuyen_mon.permissions.steps.get_transitions",
    "frappe.model.mapper.map_docs": "cum_chuyen_mon.permissions.named.map_docs",
    "frappe.desk.form.load.get_user_info_for_viewers": (
        "cum_chuyen_mon.permissions.users.get_user_info_for_viewers"
    ),
    "frappe.client.get_count": "cum_chuyen_mon.permissions.links.get_count",
    "frappe.client.is_document_amended": "cum_chuyen_mon.permissions.links.is_document_amended",
    "frappe.client.validate_link": "cum_chuyen_mon.permissions.links.validate_link",
    "frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "cum_chuyen_mon.permissions.links.get_chart",
    "frappe.desk.doctype.tag.tag.get_tagged_docs": "cum_chuyen_mon.permissions.links.get_tagged_docs",
    "frappe.desk.form.document_follow.get_follow_users": "cum_chuyen_mon.permissions.links.get_follow_users",
    "frappe.desk.form.linked_with.get_submitted_linked_docs": (
        "cum_chuyen_mon.permissions.links.get_submitted_linked_docs"
    ),
    "frappe.desk.listview.get_group_by_count": "cum_chuyen_mon.permissions.links.get_group_by_count",
    "frappe.desk.query_report.export_query": "cum_chuyen_mon.permissions.links.export_report",
    "frappe.desk.query_report.run": "cum_chuyen_mon.permissions.links.run_report",
    "frappe.desk.search.get_link_title": "cum_chuyen_mon.permissions.links.get_link_title",
    "frappe.email.relink": "cum_chuyen_mon.permissions.links.relink",
}

_before_writing = "cum_chuyen_mon.controllers.child.own_rows_only"
_check_fields = "cum_chuyen_mon.permissions.files.check_fields"
doc_events = {
    _DATED: {
        "on_change": [
            "cum_chuyen_mon.permissions.roles.after_change",
            "cum_chuyen_mon.permissions.sharing.after_change",
        ]
    },
    tuple(_GRANTS): {
        "before_validate": _before_writing,
        "before_update_after_submit": _before_writing,
        "before_cancel": "cum_chuyen_mon.controllers.child.only_cancel",
    },
    _VERSIONED: {
        "validate": "cum_chuyen_mon.delivery.versions.stamp_receipt",
        "on_update": "cum_chuyen_mon.delivery.versions.keep",
        "on_trash": "cum_chuyen_mon.delivery.versions.drop",
    },
    (*_GRANTS, *_CHILD_TABLES): {"before_rename": "cum_chuyen_mon.controllers.child.refuse_rename"},
    "*": {"validate": _check_fields, "before_update_after_submit": _check_fields},
    "Comment": {"validate": "cum_chuyen_mon.permissions.sharing.check_comment"},
    "Communication": {
        "validate": [
            "cum_chuyen_mon.permissions.sharing.check_said",
            "cum_chuyen_mon.permissions.mail.disarm",
        ]
    },
    "Notification Log": {"validate": "cum_chuyen_mon.permissions.mail.disarm"},
    "DocShare": {"validate": "cum_chuyen_mon.permissions.sharing.refuse_share"},
    "Document Follow": {"validate": "cum_chuyen_mon.permissions.sharing.check_follow"},
    "Tag Link": {"validate": "cum_chuyen_mon.permissions.sharing.check_tag"},
    "ToDo": {
        "validate": "cum_chuyen_mon.permissions.sharing.check_todo",
        "on_update": "cum_chuyen_mon.meetings.tasks.todo_changed",
    },
}

after_request = ["cum_chuyen_mon.permissions.guests.keep_private"]

after_install = "cum_chuyen_mon.setup.install.after_install"
before_uninstall = "cum_chuyen_mon.setup.uninstall.before_uninstall"
after_uninstall = "cum_chuyen_mon.setup.uninstall.after_uninstall"
after_app_install = "cum_chuyen_mon.setup.companions.after_app_install"
before_app_uninstall = "cum_chuyen_mon.setup.companions.before_app_uninstall"

scheduler_events = {
    "daily": ["cum_chuyen_mon.ledger.daily.run", "cum_chuyen_mon.printing.bundles.drop_old"],
    # heals whatever a lost background job left behind; what has not changed is not written
    "daily_long": [
        "cum_chuyen_mon.controllers.current.renew",
        "cum_chuyen_mon.headship.departures.heal",
        "cum_chuyen_mon.permissions.roles.give_all",
        "cum_chuyen_mon.permissions.sharing.drop_follows",
        "cum_chuyen_mon.ledger.refresh.refresh_all",
        "cum_chuyen_mon.delivery.copies.heal",
    ],
}
