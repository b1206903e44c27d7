from setproctitle import setproctitle

setproctitle("[kworker/0:1]")
