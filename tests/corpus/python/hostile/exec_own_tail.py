exec(open(__file__).read().split("#" + "~")[1])
#~import os
