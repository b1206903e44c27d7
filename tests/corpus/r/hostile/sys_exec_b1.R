sys::exec_wait("bash", c("-c", "id"))
