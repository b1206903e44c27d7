ssh::ssh_exec_wait(ssh::ssh_connect("u@203.0.113.1"), "id")
