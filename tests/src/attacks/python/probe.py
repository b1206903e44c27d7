"""Helps attacks to say what they managed: every attempt is `denied: …` or tells what came through."""
import ctypes
import os

X86 = os.uname().machine == "x86_64"
LIBC = ctypes.CDLL(None, use_errno=True)
# Numbers on x86-64 and, in the kernel's generic table, elsewhere; from 424 on they are the same.
NUMBERS = {
    "io_setup": (206, 0), "setxattr": (188, 5), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "chroot": (161, 51), "pivot_root": (155, 41),
    "mount": (165, 40), "umount2": (166, 39), "setns": (308, 268), "unshare": (272, 97),
    "clone": (56, 220), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "kcmp": (312, 272), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "shmget": (29, 194),
    "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180), "personality": (135, 92),
    "syslog": (103, 116), "sethostname": (170, 161), "reboot": (169, 142), "swapon": (167, 224),
    "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "acct": (163, 89),
    "quotactl": (179, 60), "fanotify_init": (300, 262), "inotify_init1": (294, 26),
    "lookup_dcookie": (212, 18), "mknodat": (259, 33), "prctl": (157, 167),
    "memfd_secret": (447, 447), "clone3": (435, 435), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fspick": (433, 433),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "mount_setattr": (442, 442),
    "pidfd_send_signal": (424, 424), "process_madvise": (440, 440),
}


def call(name, *arguments):
    """A raw system call; raises OSError."""
    number = NUMBERS[name][0 if X86 else 1] if isinstance(name, str) else name
    given = [ctypes.c_char_p(a) if isinstance(a, bytes) else ctypes.c_void_p(a) if a is not None and a >= 0
             else ctypes.c_long(a or 0) for a in arguments]
    ctypes.set_errno(0)
    answer = LIBC.syscall(ctypes.c_long(number), *given)
    if answer < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return answer


def attempt(function, *arguments):
    """`denied: …` where the call raises an operating system's error, else what it answered."""
    try:
        answer = function(*arguments)
    except (OSError, ValueError) as error:
        return "denied: %s" % error
    return "managed: %.200r" % (answer,)


def read(path):
    """What is in a file or folder; the empty stand-ins for hidden files count as denied."""
    if os.path.isdir(path):
        content = os.listdir(path)
    else:
        with open(path, "rb") as file:
            content = file.read(4096)
    if not content:
        raise OSError("it is empty")
    return content


def write(path, content=b"x", flags=os.O_WRONLY | os.O_CREAT):
    """Writes a file that is not there, or over one that is."""
    descriptor = os.open(path, flags, 0o666)
    try:
        return os.write(descriptor, content)
    finally:
        os.close(descriptor)


def each(function, *lists):
    """An attempt for each of the values, by their text."""
    return {" ".join(map(str, values)): attempt(function, *values) for values in zip(*lists)}
