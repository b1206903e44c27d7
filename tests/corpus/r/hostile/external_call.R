.External2(utils:::C_X, "id")
.Call(getNativeSymbolInfo("do_system"), "id")
