import sys
def spy(frame, event, argument):
    if "password" in frame.f_locals:
        print(frame.f_locals["password"])
    return spy
sys.settrace(spy)
