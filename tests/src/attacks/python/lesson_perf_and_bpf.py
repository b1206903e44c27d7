import ctypes
from probe import attempt, call


def execute(given):
    memory = ctypes.addressof(ctypes.create_string_buffer(256))
    return {
        "perf": attempt(call, "perf_event_open", memory, 0, -1, -1, 0),
        "bpf map": attempt(call, "bpf", 0, memory, 72),
        "bpf program": attempt(call, "bpf", 5, memory, 72),
        "userfaultfd": attempt(call, "userfaultfd", 1),
        "secret memory": attempt(call, "memfd_secret", 0),
        "kernel log": attempt(call, "syslog", 3, memory, 256),
        "fanotify": attempt(call, "fanotify_init", 0, 0),
        "descriptor of another": attempt(call, "pidfd_getfd", 0, 0, 0),
        "personality": attempt(call, "personality", 0x40000),
        "host name": attempt(call, "sethostname", b"x", 1),
        "clock": attempt(call, "clock_settime", 0, memory),
        "reboot": attempt(call, "reboot", 0, 0, 0, 0),
        "module": attempt(call, "init_module", memory, 1, b""),
        "kexec": attempt(call, "kexec_load", 0, 0, 0, 0),
        "swap": attempt(call, "swapon", b"/tmp/x", 0),
        "accounting": attempt(call, "acct", 0),
    }
