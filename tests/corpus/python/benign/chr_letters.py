letters = [chr(97 + i) for i in range(26)]
