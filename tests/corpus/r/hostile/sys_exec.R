sys::exec_wait("sh", c("-c", "id"))
