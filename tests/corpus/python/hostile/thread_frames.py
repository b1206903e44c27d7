import sys

for frame in sys._current_frames().values():
    print(frame.f_locals)
