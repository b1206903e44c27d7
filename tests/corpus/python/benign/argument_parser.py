import argparse
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    arguments = parser.parse_args()
    with open(arguments.path) as file:
        print(sum(1 for _ in file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
