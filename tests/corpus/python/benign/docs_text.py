"""Never call os.system or eval(input()) here: subprocess.run(shell=True) is refused."""
MESSAGE = "use of exec('...') is not allowed; see rm -rf / for why"
def explain():
    return MESSAGE
