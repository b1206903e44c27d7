Thing <- setRefClass("Thing", fields = list(go = "function"))
Thing$new(go = system)$go("id")
