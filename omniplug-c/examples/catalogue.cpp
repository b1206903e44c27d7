// Lists the installed plugins, with handles that free themselves and errors as exceptions: catalogue HOME
#include <omniplug.h>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

// A deleter made of a `_free` function.
template <auto free> struct Free {
    template <typename T> void operator()(T *thing) const { free(thing); }
};

using Home = std::unique_ptr<Omniplug, Free<omniplug_free>>;
using Text = std::unique_ptr<char, Free<omniplug_text_free>>;

class Failed : public std::runtime_error {
public:
    explicit Failed(OmniplugError *error)
        : std::runtime_error(omniplug_error_message(error)), kind(omniplug_error_kind(error)) {
        omniplug_error_free(error);
    }
    OmniplugErrorKind kind;
};

void check(OmniplugError *error) {
    if (error) {
        throw Failed(error);
    }
}

} // namespace

int main(int count, char **words) {
    if (count != 2) {
        std::cerr << "usage: catalogue HOME\n";
        return 2;
    }
    try {
        const std::string options = std::string("{\"home\": \"") + words[1] + "\"}";
        Omniplug *opened = nullptr;
        check(omniplug_open(options.c_str(), &opened));
        const Home home(opened);
        char *listed = nullptr;
        check(omniplug_list(home.get(), nullptr, &listed));
        std::cout << Text(listed).get() << '\n';
        char *shown = nullptr;
        check(omniplug_show(home.get(), "no such plugin", &shown));
    } catch (const Failed &failed) {
        std::cout << failed.what() << '\n';
        return failed.kind == OMNIPLUG_ERROR_KIND_NOT_FOUND ? 0 : 1;
    }
    return 1;
}
