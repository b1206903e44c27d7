def process(x):
    """Never call eval(), exec() or os.system() on the caller's text."""
    # subprocess.Popen(cmd, shell=True) was removed in 2019
    return x * 2
