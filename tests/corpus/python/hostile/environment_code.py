import os
exec(os.environ["PLUGIN_BOOT"])
