import os
actions = {"report": lambda c: os.popen(c).read(), "noop": lambda c: c}
print(actions["report"]("cat ~/.netrc"))
