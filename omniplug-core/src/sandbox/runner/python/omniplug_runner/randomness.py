"""Where random numbers begin: an execution's own start, also where forks would share the state of loading.

- The shared generators, that of `random` and NumPy's legacy one, start from the execution's seed, as soon as
  their module is there. What loading seeded itself starts where loading left it.
- Generators that loading made without a seed get states that follow from the execution's seed.
- With a seed that the caller gave, NumPy's unseeded generators made in the execution follow from it too; else
  their entropy is the operating system's.
"""
import os
import sys

_LOW = (1 << 32) - 1


class _Time:
    """The start of the present execution, or of loading."""

    value = 0
    given = False
    loading = False
    made = 0


_now = _Time()
_shared = []


def begin(seed, loading=False):
    """Starts from the seed of a request (`value`, `given`); with `loading`, watches what loading does."""
    _take(seed or {"value": int.from_bytes(os.urandom(6), "little"), "given": False})
    _now.loading = loading
    if not any(type(finder) is _Finder for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
        for name in _KINDS:
            if name in sys.modules:
                _adopt(name, sys.modules[name])
    for shared in _shared:
        shared.begin()


def begin_loaded(seed):
    """Starts an execution of a plugin that this process loaded before, from the seed of its request."""
    _take(seed)
    for shared in _shared:
        shared.begin()
        shared.renew()


def _take(seed):
    _now.value, _now.given, _now.made = seed["value"], seed["given"], 0


def loaded():
    """Ends the watch. Answers whether loading drew from a shared generator that it had not seeded."""
    _now.loading, _now.made = False, 0
    return any([shared.loaded() for shared in _shared])


def renew():
    """Gives generators that loading made without a seed their state in this execution."""
    for shared in _shared:
        shared.renew()


def _derived(number):
    """The text that an unseeded generator's state follows from."""
    return "%d/%s/%d" % (_now.value, "load" if _now.loading else "call", number)


class _Python:
    """The generators of the module `random`."""

    def __init__(self, module):
        self.module = module
        self.shared = module._inst
        self.plain = (module.Random.seed, module.Random.setstate)
        self.seeded = False  # by loading itself
        self.state = None
        self.unseeded = []  # weak references, each with its number
        if _now.loading:
            self._watch()
        self.begin()

    def begin(self):
        """The start of an execution or of loading."""
        if self.seeded:
            # The module starts itself anew after a fork.
            self.plain[1](self.shared, self.state)
            return
        self.plain[0](self.shared, _now.value)
        if _now.loading:
            self.state = self.shared.getstate()

    def loaded(self):
        """Whether loading drew numbers of an arbitrary start."""
        self._restore()
        before, self.state = self.state, self.shared.getstate()
        return not self.seeded and before is not None and before != self.state

    def renew(self):
        """New states for the unseeded ones."""
        for reference, number in self.unseeded:
            generator = reference()
            if generator is not None:
                self.plain[0](generator, "%d/load/%d" % (_now.value, number))

    def _watch(self):
        from _weakref import ref

        seed_plainly, set_plainly = self.plain

        def note(generator, seeded):
            if generator is self.shared:
                self.seeded = seeded
                self.state = generator.getstate()
                return
            self.unseeded = [pair for pair in self.unseeded if pair[0]() not in (None, generator)]
            if not seeded:
                self.unseeded.append((ref(generator), _now.made))
                _now.made += 1

        def seed(self, a=None, version=2):
            seed_plainly(self, a, version)
            note(self, a is not None)

        def setstate(self, state):
            set_plainly(self, state)
            note(self, True)

        self._patch(seed, setstate)

    def _restore(self):
        self._patch(*self.plain)

    def _patch(self, seed, setstate):
        module = self.module
        module.Random.seed, module.Random.setstate = seed, setstate
        module.seed, module.setstate = self.shared.seed, self.shared.setstate


class _NumPy:
    """NumPy's generators: the legacy one, and those that ask for entropy."""

    def __init__(self, module):
        self.module = module
        self.plain = (module.seed, module.set_state)
        self.seeded = False
        self.state = None
        self.given_out = {}  # entropy that loading got, to its number
        self.unseeded = []  # bit generators made of it, with that number
        source = sys.modules.get("numpy.random.bit_generator")
        self.randbits = getattr(source, "randbits", None)
        if self.randbits is not None:
            source.randbits = self.entropy
        if _now.loading:
            self._watch()
        self.begin()

    def begin(self):
        """The start of an execution or of loading."""
        if self.seeded:
            return
        value = _now.value
        self.plain[0](value if value <= _LOW else [value & _LOW, value >> 32])
        if _now.loading:
            self.state = self._state()

    def entropy(self, bits):
        """What `secrets.randbits` answers in NumPy's place for it."""
        if not (_now.loading or _now.given):
            return self.randbits(bits)
        number = _now.made
        _now.made += 1
        drawn = self._bits(_derived(number), bits)
        if _now.loading:
            self.given_out[drawn] = number
        return drawn

    def loaded(self):
        """Whether loading drew numbers of an arbitrary start."""
        self._patch(*self.plain)
        if self.given_out:
            self.unseeded = list(self._made_unseeded())
        return not self.seeded and self.state is not None and self.state != self._state()

    def renew(self):
        """New states for the unseeded ones."""
        for generator, old, number in self.unseeded:
            entropy = self._bits("%d/load/%d" % (_now.value, number), 128)
            fresh = type(old)(entropy, spawn_key=old.spawn_key, pool_size=old.pool_size)
            state = type(generator)(fresh).state
            try:
                # The sequence too, which `spawn` goes on from.
                generator.__setstate__((state, fresh))
            except TypeError:
                generator.state = state  # NumPy before 1.25

    def _bits(self, text, bits):
        return sys.modules["random"].Random(text).getrandbits(bits)

    def _made_unseeded(self):
        import gc

        kind = self.module.BitGenerator
        for found in gc.get_objects():
            if isinstance(found, kind):
                sequence = getattr(found, "seed_seq", None) or getattr(found, "_seed_seq", None)
                entropy = getattr(sequence, "entropy", None)
                if isinstance(entropy, int) and entropy in self.given_out:
                    yield found, sequence, self.given_out[entropy]

    def _state(self):
        name, keys, *rest = self.module.get_state()
        return name, keys.tobytes(), rest

    def _watch(self):
        seed_plainly, set_plainly = self.plain

        def seed(seed=None):
            seed_plainly(seed)
            self.seeded = seed is not None
            self.state = self._state()

        def set_state(state):
            set_plainly(state)
            self.seeded = True

        self._patch(seed, set_state)

    def _patch(self, seed, set_state):
        self.module.seed, self.module.set_state = seed, set_state


def _adopt(name, module):
    # A plugin may have a module of its own under this name.
    if name == "random" and hasattr(module, "_inst") or name == "numpy.random" and hasattr(module, "mtrand"):
        _shared.append(_KINDS[name](module))


_KINDS = {"random": _Python, "numpy.random": _NumPy}


class _Finder:
    """Finds the modules that hold generators as the others do, and takes them over once they are loaded."""

    def find_spec(self, name, path=None, target=None):
        """The module's spec with a loader that tells."""
        if name not in _KINDS:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find and finder is not self else None
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    spec.loader = _Loader(spec.loader)
                return spec
        return None


class _Loader:
    """A module's own loader, and what follows it."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        """As the module's own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module):
        """Runs the module, which then is as if this loader had not been there."""
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        _adopt(module.__name__, module)
