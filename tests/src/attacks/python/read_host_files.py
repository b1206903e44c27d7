import glob
from probe import each, read


def execute(given):
    home = given.data["home"]
    paths = ["/etc/gshadow", "/etc/ssh", "/etc/machine-id", "/etc/sudoers", "/root", "/home", home,
             home + "/.ssh", "/var", "/var/log", "/run", "/sys", "/boot", "/srv", "/mnt", "/opt/../var",
             "/proc/1/root/var", "/proc/1/cwd/../var", "/proc/self/root/var", "/proc/kcore",
             "/proc/kmsg", "/proc/keys", "/dev/kmsg", "/dev/mem", "/proc/1/root/etc/shadow"]
    # What a container shows there is its image's.
    if given.data["backend"] == "docker":
        own = ("/var", "/var/log", "/run", "/sys", "/opt/../var", "/proc/1/root/var", "/proc/1/cwd/../var",
               "/proc/self/root/var")
        paths = [path for path in paths if path not in own]
    # The interpreter itself may live below the home folder; then only the way to it is shown.
    found = each(read, paths)
    way = [part for part in (home, "/root", "/home") if "managed" in found.get(part, "")]
    for folder in way:
        secrets = [p for p in glob.glob(folder + "/.*") if not p.endswith((".pyenv", ".local"))]
        others = [p for p in glob.glob(folder + "/*") if glob.escape(p) in given.data["canary"]]
        found[folder] = "managed: %r" % (secrets + others) if secrets + others else "denied: a way only"
    return found
