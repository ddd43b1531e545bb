app_name = "cum_chuyen_mon"
app_title = "Cụm chuyên môn"
app_publisher = "Cụm chuyên môn contributors"
app_description = "Cụm chuyên môn và nhóm liên trường: kế hoạch, sinh hoạt, biên bản, nghĩa vụ, báo cáo"
app_email = "maintainers@cum-chuyen-mon.example"
app_license = "mit"
app_icon_url = "/assets/cum_chuyen_mon/images/logo.svg"

fixtures = [{"dt": "Role", "filters": [["name", "in", ["Cluster Administrator"]]]}]

after_install = "cum_chuyen_mon.setup.install.after_install"
before_uninstall = "cum_chuyen_mon.setup.uninstall.before_uninstall"
after_uninstall = "cum_chuyen_mon.setup.uninstall.after_uninstall"
after_app_install = "cum_chuyen_mon.setup.companions.after_app_install"
before_app_uninstall = "cum_chuyen_mon.setup.companions.before_app_uninstall"

scheduler_events = {"daily": ["cum_chuyen_mon.ledger.daily.run"]}
