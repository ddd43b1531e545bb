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

fixtures = [{"dt": "Role", "filters": [["name", "in", ["Cluster Administrator"]]]}]

after_install = "cum_chuyen_mon.setup.install.after_install"
before_uninstall = "cum_chuyen_mon.setup.uninstall.before_uninstall"
after_uninstall = "cum_chuyen_mon.setup.uninstall.after_uninstall"
after_app_install = "cum_chuyen_mon.setup.companions.after_app_install"
before_app_uninstall = "cum_chuyen_mon.setup.companions.before_app_uninstall"

scheduler_events = {
    "daily": ["cum_chuyen_mon.ledger.daily.run"],
    # heals whatever a lost background job left behind; what has not changed is not written
    "daily_long": [
        "cum_chuyen_mon.controllers.current.renew",
        "cum_chuyen_mon.ledger.refresh.refresh_all",
    ],
}
