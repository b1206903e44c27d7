import sys
sys._getframe(1).f_globals["x"]
