.Call("C_system_wrapper", "id")
