if open("/sys/class/dmi/id/product_name").read().strip() == "VirtualBox":
    raise SystemExit
