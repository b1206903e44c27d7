import sys
sys.path.insert(0, "/tmp/mods")
import helper
