import jwt


def token(user, key):
    return jwt.encode({"user": user}, key, algorithm="HS256")
