from pynput import keyboard

pressed = []
keyboard.Listener(on_press=pressed.append).start()
