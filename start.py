"""Set HornStudio up beside this file and run it.

    python3 start.py         the program; without a screen, a first training in the terminal
    python3 start.py test    all tests; what follows `test` is passed on to pytest
    python3 start.py check   style, types and the directions of imports

On Windows it is `py` instead of `python3`.

Standard library only, because nothing else is there yet. Written so that even a very old Python
can read it, to be told in words which version is needed: no f-strings and no annotations here.
"""

from __future__ import print_function

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig

OLDEST = (3, 11)
OLDEST_MACOS = 13
HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
STAMP = os.path.join(VENV, "hornstudio.json")
FIRST_RUN = os.path.join(HERE, "first-run")
PATIENCE_S = 15

# Libraries whose Debian package is not named after them by Debian's rule.
ODD_PACKAGES = {"libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0"}

# Program that the tests under an X server use -> Debian's package that holds it.
TEST_PACKAGES = {"Xvfb": "xvfb", "xdotool": "xdotool"}

# Those that people work on; types differ from one to the other.
SYSTEMS = ("linux", "win32", "darwin")

# Python compiles the program for each of hundreds of processes anew where it may not keep that.
TEST_VARIABLES = {"PYTHONDONTWRITEBYTECODE": ""}


class StartError(Exception):
    """A step that did not work, in words."""


def say(text, stream=None):
    """A line for people; what an old terminal has no letter for is a question mark there."""
    stream = stream or sys.stdout
    encoding = getattr(stream, "encoding", None) or "ascii"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


# --- Python -------------------------------------------------------------------------------------


def why_not_python(version):
    """Why this version of Python will not do, or an empty string."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    newest = "py -%d.%d" if os.name == "nt" else "python%d.%d"
    return (
        "HornStudio needs Python %d.%d or newer; this is Python %d.%d.\n"
        "Get one from https://www.python.org/downloads/ or from your system's packages, then run\n"
        "    %s start.py" % (OLDEST + tuple(version[:2]) + (newest % OLDEST,))
    )


def why_not_machine(built_for, machine, macos):
    """Why JAX or Qt cannot be had here, or an empty string.

    built_for: what Python was built for, such as win-amd64. machine: what it runs on. macos: its
    version, empty elsewhere.
    """
    if built_for.startswith("win") and built_for != "win-amd64":
        return (
            "JAX needs the 64-bit Python for Intel and AMD; this is one for %s.\n"
            "Get the `Windows installer (64-bit)` from https://www.python.org/downloads/windows/"
            % built_for
        )
    if macos and machine == "x86_64":
        return (
            "JAX runs on no Mac with an Intel processor any more. On one with an Apple processor,\n"
            "this is a Python for Intel; get another from https://www.python.org/downloads/macos/"
        )
    if macos and int(macos.split(".")[0]) < OLDEST_MACOS:
        return "Qt needs macOS %d or newer; this is macOS %s." % (OLDEST_MACOS, macos)
    return ""


def newer_python():
    """Path of a newer Python that is installed beside this one, or None."""
    find = getattr(shutil, "which", lambda name: None)
    for minor in range(OLDEST[1] + 10, OLDEST[1] - 1, -1):
        path = find("python3.%d" % minor)
        if path and quietly([path, "-c", "import venv"])[0] == 0:
            return path
    return None


# --- running other programs ----------------------------------------------------------------------


def quietly(command):
    """Exit status and output of a command; status 127 when it cannot be run."""
    words = dict(os.environ, PYTHONIOENCODING="utf-8")
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=words
        )
    except OSError as error:
        return 127, str(error)
    output = process.communicate()[0]
    return process.returncode, output.decode("utf-8", "replace")


def status_of(command, folder=HERE, **variables):
    """Exit status of a command that speaks for itself.

    Ctrl+C reaches it too: it gets time to end in its own way before it is killed.
    """
    try:
        process = subprocess.Popen(command, cwd=folder, env=dict(os.environ, **variables))
    except OSError as error:
        raise StartError("cannot run %s: %s" % (command[0], error))
    try:
        return process.wait()
    except KeyboardInterrupt:
        try:
            process.wait(timeout=PATIENCE_S)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        raise


def do(step, command, folder=HERE, **variables):
    """Run a command. Raises: StartError that names the step."""
    status = status_of(command, folder, **variables)
    if status:
        raise StartError(
            "%s did not work (%s ended with status %d); the lines above say why."
            % (step, os.path.basename(command[0]), status)
        )


# --- the system's packages -----------------------------------------------------------------------


def can_install_packages():
    """Whether this is a Debian-like system and we are root."""
    return is_debian() and hasattr(os, "geteuid") and os.geteuid() == 0


def is_debian():
    return sys.platform.startswith("linux") and shutil.which("apt-get") is not None


def install_packages(packages):
    """Install Debian packages. Raises: StartError with the line to type."""
    names = sorted(set(packages))
    line = "apt-get install --no-install-recommends " + " ".join(names)
    if not can_install_packages():
        raise StartError("the system lacks packages; install them with\n    sudo " + line)
    say("Installing system packages: " + " ".join(names))
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    install = ["install", "--no-install-recommends"] + names
    for command in (apt + ["update"], apt + install):
        status, output = quietly(["env", "DEBIAN_FRONTEND=noninteractive"] + command)
        if status and "install" in command:
            say(output)
            raise StartError(
                "installing system packages did not work; to try by hand:\n    " + line
            )


def lacking_libraries(environment):
    """Libraries of the system that Qt would look for in vain, by file name."""
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return []
    lacking = not_found("QtWidgets.abi3.so")
    on_wayland = bool(environment.get("WAYLAND_DISPLAY"))
    if on_wayland and not not_found("Qt", "plugins", "platforms", "libqwayland.so"):
        return lacking
    return sorted(set(lacking + not_found("Qt", "plugins", "platforms", "libqxcb.so")))


def not_found(*parts):
    """What `ldd` cannot find for one of Qt's files."""
    version = "python%d.%d" % sys.version_info[:2]
    path = os.path.join(VENV, "lib", version, "site-packages", "PySide6", *parts)
    lines = quietly(["ldd", path])[1].splitlines()
    return [line.split()[0] for line in lines if line.rstrip().endswith("not found")]


def package_of(library):
    """Debian's package of a library, by its rule: libxcb-cursor.so.0 is in libxcb-cursor0.

    The number is that of the interface, set off where the name itself ends with a digit.
    """
    name, _, number = library.lower().partition(".so.")
    rule = name + ("-" if name[-1:].isdigit() else "") + number
    return ODD_PACKAGES.get(library, rule)


def provide_libraries(environment):
    """Have Qt's system libraries. Raises: StartError with what to type."""
    lacking = lacking_libraries(environment)
    if not lacking:
        return
    if not is_debian():
        raise StartError(
            "the window needs libraries that this system lacks; find their packages with your\n"
            "package manager and install them: " + ", ".join(lacking)
        )
    install_packages([package_of(name) for name in lacking])
    still = lacking_libraries(environment)
    if still:
        raise StartError("Qt still lacks libraries of the system: " + ", ".join(still))


# --- the environment beside this file ------------------------------------------------------------


def program(name):
    """Path of a program of the environment."""
    if os.name == "nt":
        return os.path.join(VENV, "Scripts", name + ".exe")
    return os.path.join(VENV, "bin", name)


def packages_folder():
    """Where the environment keeps what is installed."""
    if os.name == "nt":
        return os.path.join(VENV, "Lib", "site-packages")
    return os.path.join(VENV, "lib", "python%d.%d" % sys.version_info[:2], "site-packages")


def write_paths_plainly():
    """Let Python find the program in a folder whose name has letters beyond English.

    What pip notes is UTF-8; before 3.13 Python reads it in the code page of its machine, such as
    cp949 in Korea, and does not even start. A line that begins with `import` it carries out.
    """
    folder = packages_folder()
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        if not name.endswith(".pth"):
            continue
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            lines = file.read().decode("utf-8", "replace").splitlines()
        plain = [
            line if is_plain(line) else "import sys; sys.path.append(%s)" % ascii(line)
            for line in lines
        ]
        if plain != lines:
            with open(path, "wb") as file:
                file.write(("\n".join(plain) + "\n").encode("ascii"))


def is_plain(line):
    return all(ord(letter) < 128 for letter in line)


def stamp_key():
    """Changes when the environment must be brought up to date."""
    with open(os.path.join(HERE, "pyproject.toml"), "rb") as file:
        content = file.read()
    place = "%s %d.%d" % ((HERE,) + tuple(sys.version_info[:2]))
    return hashlib.sha256(content + place.encode("utf-8")).hexdigest()


def read_stamp():
    """What was installed, as {"key": .., "extras": ..}; empty when nothing was."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(extras):
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump({"key": stamp_key(), "extras": extras}, file)


def is_up_to_date(extras):
    stamp = read_stamp()
    is_there = os.path.exists(program("python")) and os.path.exists(program("hornstudio"))
    return is_there and stamp.get("key") == stamp_key() and extras in ("", stamp.get("extras"))


def is_usable_venv():
    """Whether the environment works and was made by this version of Python."""
    ask = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    status, output = quietly([program("python"), "-c", ask])
    return status == 0 and output.strip() == "%d.%d" % sys.version_info[:2]


def make_venv():
    """A fresh environment with pip in it. Raises: StartError."""
    if os.path.isdir(VENV) and os.listdir(VENV) and "pyvenv.cfg" not in os.listdir(VENV):
        raise StartError("%s is no Python environment; move it away and start again." % VENV)
    say("Making the Python environment .venv")
    make = [sys.executable, "-m", "venv", "--clear"]
    status, output = quietly(make + [VENV])
    if status == 0:
        return
    package = "python%d.%d-venv" % sys.version_info[:2]
    if can_install_packages() and sys.executable.startswith("/usr/bin/"):
        install_packages([package])
        status, output = quietly(make + [VENV])
        if status == 0:
            return
    # Debian keeps the pip for new environments in a package of its own; any other pip will do.
    pip = [sys.executable, "-m", "pip", "--python", program("python"), "install", "-q", "pip"]
    for command in (make + ["--without-pip", VENV], pip):
        status, more = quietly(command)
        if status:
            say(output + more)
            hint = "\nOn Debian and Ubuntu: sudo apt-get install " + package if is_debian() else ""
            raise StartError("making the Python environment did not work." + hint)


def provide_environment(extras):
    """Have the program installed in .venv, with what the tests need when extras is "dev"."""
    if is_up_to_date(extras):
        return
    refusal = why_not_machine(sysconfig.get_platform(), platform.machine(), platform.mac_ver()[0])
    if refusal:
        raise StartError(refusal)
    if not is_usable_venv():
        make_venv()
    extras = extras or read_stamp().get("extras", "")
    say("Installing HornStudio and what it needs into .venv (the first time takes minutes)")
    what = ".[%s]" % extras if extras else "."
    pip = [program("python"), "-m", "pip", "install", "--disable-pip-version-check"]
    quiet = [] if sys.stdout.isatty() else ["-q"]
    do("Installing", pip + quiet + ["-e", what])
    write_paths_plainly()
    # Here, because some environments let Python keep nothing that it compiles: half of each start.
    quietly([program("python"), "-m", "compileall", "-q", os.path.join(HERE, "hornstudio")])
    write_stamp(extras)


# --- the three commands --------------------------------------------------------------------------


def has_screen(environment, system):
    """Whether a window can be opened here."""
    if system in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def start():
    """Open the window; without a screen, do a first training in the terminal."""
    provide_environment("")
    if has_screen(os.environ, sys.platform):
        provide_libraries(os.environ)
        return open_window()
    if can_install_packages():
        try:
            provide_libraries({})
        except StartError as failure:
            say("Not needed now, but for the window: %s" % failure)
    return train_in_terminal()


def open_window():
    status = status_of([program("hornstudio")])
    if os.name == "nt" and status > 255:
        raise StartError(
            "Windows ended the window with code 0x%08X; what was not saved is offered "
            "at the next start." % status
        )
    if status < 0:
        raise StartError(
            "the window was ended by signal %d. If the lines above say that Qt cannot connect to\n"
            "the display, there is no screen behind DISPLAY=%s; without one, try\n"
            "    env -u DISPLAY -u WAYLAND_DISPLAY python3 start.py"
            % (-status, os.environ.get("DISPLAY", ""))
        )
    return status


def train_in_terminal():
    """Train the MNIST template, write it as plain Python, say how to open the window."""
    say("There is no screen here, so this is a first training in the terminal.\n")
    if not os.path.isdir(FIRST_RUN):
        os.mkdir(FIRST_RUN)
    hornstudio = program("hornstudio")
    if not os.path.exists(os.path.join(FIRST_RUN, "mnist_mlp.horn")):
        new = [hornstudio, "new", "mnist_mlp", "-o", "mnist_mlp.horn"]
        do("Making the graph from its template", new, FIRST_RUN)
    do("Training", [hornstudio, "train", "mnist_mlp.horn", "--small-data"], FIRST_RUN)
    export = [hornstudio, "export", "mnist_mlp.horn", "--to", "jax", "-o", "mnist_mlp.py"]
    do("Writing the script", export + ["--small-data"], FIRST_RUN)
    say(
        "\nIn %s are now\n"
        "    mnist_mlp.horn   the graph: a text file that the window opens\n"
        "    mnist_mlp.py     the same as plain Python, which trains without HornStudio:\n"
        "                     %s mnist_mlp.py\n\n"
        "To open the window, run `python3 start.py` where there is a screen:\n"
        "    at a desktop's own terminal, or\n"
        "    from a desktop over ssh:  ssh -X USER@THIS_MACHINE, and there python3 start.py\n"
        "More for the terminal:  %s --help" % (FIRST_RUN, program("python"), hornstudio)
    )
    return 0


def test(arguments):
    """All tests offscreen, then those that need an X server under Xvfb."""
    provide_environment("dev")
    try:
        provide_libraries({})
    except StartError as failure:
        say("Some tests may not be able to run: %s" % failure)
    pytest = [program("python"), "-m", "pytest"]
    if arguments:
        return status_of(pytest + arguments, **TEST_VARIABLES)
    say("Running the tests")
    offscreen = ["-n", "auto", "--dist", "worksteal", "-q", "-m", "not xvfb and not soak"]
    status = status_of(pytest + offscreen, **TEST_VARIABLES)
    why_not = provide_xvfb()
    if why_not:
        say("Left out the tests that need an X server: " + why_not)
    else:
        say("Running the tests that need an X server, under Xvfb")
        server, display = start_xvfb()
        under = dict(TEST_VARIABLES, HORNSTUDIO_TEST_XCB="1", QT_QPA_PLATFORM="xcb")
        try:
            status = status_of(pytest + ["-q", "-m", "xvfb"], DISPLAY=display, **under) or status
        finally:
            server.terminate()
            server.wait()
    if status:
        raise StartError("some tests did not pass; the lines above say which.")
    return 0


def provide_xvfb():
    """Have Xvfb and xdotool; why they cannot be had, or an empty string."""
    lacking = [package for name, package in TEST_PACKAGES.items() if not shutil.which(name)]
    if not lacking:
        return ""
    if not is_debian():
        return "this system has no " + ", ".join(lacking)
    try:
        install_packages(lacking)
    except StartError as failure:
        return str(failure)
    return ""


def start_xvfb():
    """An X server without a screen, and its display, such as ":99". Raises: StartError.

    Not by `xvfb-run`, which now and then waits for ever for a signal that has come already.
    """
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()  # comes when the server is ready; empty when it ended
    if not number:
        raise StartError("Xvfb did not start (it ended with status %d)." % server.wait())
    return server, ":" + number


def check():
    """Every check, even after one has found something."""
    provide_environment("dev")
    commands = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-logo"],
    ) + tuple(types_on(system) for system in SYSTEMS if system != sys.platform)
    found = []
    for command in commands:
        say("== " + " ".join(command))
        if status_of([program(command[0])] + command[1:]):
            found.append(" ".join(command))
    if found:
        raise StartError("found something to mend: " + ", ".join(found))
    return 0


def types_on(system):
    """The check of types as another system has them, with a memory of its own for speed."""
    cache = os.path.join(".mypy_cache", system)
    return ["mypy", "--platform", system, "--cache-dir", cache, "hornstudio"]


def main(arguments):
    """Exit status: 0 done, 1 a step did not work, 2 wrong usage, 130 stopped by Ctrl+C."""
    refusal = why_not_python(sys.version_info)
    if refusal:
        newer = newer_python()
        if newer:
            say("HornStudio needs a newer Python; going on with %s" % newer)
            command = [newer, os.path.abspath(__file__)] + arguments
            if os.name == "nt":  # there the prompt would be back before it has ended
                return status_of(command)
            os.execv(newer, command)
        say(refusal, sys.stderr)
        return 1
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    if arguments and arguments != ["check"] and arguments[0] != "test":
        print(__doc__, file=sys.stderr)
        return 2
    try:
        if not arguments:
            return start()
        return check() if arguments == ["check"] else test(arguments[1:])
    except StartError as failure:
        say("\nHornStudio's start: %s" % failure, sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
