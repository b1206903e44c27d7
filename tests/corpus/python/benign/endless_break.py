while True:
    if done():
        break
