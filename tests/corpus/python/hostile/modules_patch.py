import sys
sys.modules["json"] = mine
