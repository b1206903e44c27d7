//! Which programs are of use to science, which to hostile code, and which do nothing of note.

use crate::scanner::Severity;
use crate::scanner::python::value::HOLE;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Programs of science and of building that do nothing else.
const HARMLESS: &str = "git gcc g++ cc make cmake Rscript R python python3 dot pandoc pdflatex xelatex latex latexmk \
    lualatex ffmpeg ffprobe convert magick samtools bcftools bwa blastn blastp gnuplot julia octave \
    matlab nvidia-smi rustc cargo cython f2py gfortran mpirun mpiexec srun jupyter sphinx-build dvipng \
    pdftops gs inkscape lscpu ninja meson minimap2 bowtie2 muscle mafft bedtools fastqc vina gmx lmp \
    clustalo hmmsearch iqtree raxml tesseract sox swig pytest hg svn ldd clear cls stty tput fc-list \
    kpsewhich nproc ruff black mypy";

/// Those of them that read and write files of science, and run nothing that they are given.
const TOOLS: &[&str] = &[
    "samtools",
    "bcftools",
    "bwa",
    "blastn",
    "blastp",
    "ffprobe",
    "minimap2",
    "bowtie2",
    "muscle",
    "mafft",
    "bedtools",
    "fastqc",
    "vina",
    "clustalo",
    "hmmsearch",
    "iqtree",
    "raxml",
    "tesseract",
    "sox",
    "dot",
];

/// Programs that hostile code starts.
const SUSPECT: &str = "sh bash zsh dash ksh csh cmd cmd.exe powershell powershell.exe pwsh curl wget nc ncat netcat socat \
    ssh scp sftp rsync ftp telnet whoami id uname hostname ifconfig ip netstat ss ps env printenv cat ls \
    dir rm mv chmod chown osascript xdg-open calc calc.exe notepad notepad.exe crontab at systemctl \
    service su sudo mount umount tcpdump nslookup dig ping find dd kill pkill killall gdb strace docker \
    kubectl aws gcloud pip pip3 npm apt apt-get yum perl ruby php node schtasks reg net wmic launchctl \
    touch echo tar zip openssl nmap busybox nsenter unshare lsof last w who arp route iptables useradd \
    passwd chroot xargs awk sed grep head tail cp ln mkfifo nohup setsid screen tmux watch timeout \
    shutdown reboot halt poweroff mkfs insmod modprobe taskkill tasklist systeminfo ipconfig certutil \
    bitsadmin mshta rundll32 regsvr32 date df du free top sleep true xmrig gpg security screencapture \
    xclip pbpaste import scrot";

/// Programs that only show something or wait.
const SHOWING: &[&str] = &[
    "echo", "printf", "ls", "dir", "pwd", "date", "true", "false", "sleep", "cal", "clear", "cls",
];

static HARMLESS_NAMES: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| HARMLESS.split_whitespace().collect());
static SUSPECT_NAMES: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| SUSPECT.split_whitespace().collect());

/// The program of a command, if its name is known.
pub(super) fn program(text: &str) -> Option<&str> {
    let first = text.split_whitespace().next()?;
    let name = first.rsplit(['/', '\\']).next()?;
    (!name.contains(HOLE) && !name.is_empty()).then_some(name)
}

/// Whether a command starts a tool that only works on files.
pub(super) fn is_tool(text: &str) -> bool {
    program(text).is_some_and(|program| TOOLS.contains(&program))
}

/// How bad it is to start what the text names.
pub(super) fn named(text: &str) -> Option<Severity> {
    let program = program(text)?;
    let bare = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    // What a program is told to run or to fetch is no more harmless than what a shell is.
    let told = ["curl ", "wget ", "sh -c", "!f()", "ext::", "--upload-pack"];
    if told.iter().any(|sign| text.contains(sign)) {
        return Some(Severity::Medium);
    }
    if HARMLESS_NAMES.contains(program) || HARMLESS_NAMES.contains(bare) {
        return Some(Severity::Low);
    }
    SUSPECT_NAMES.contains(program).then_some(Severity::Medium)
}

/// Whether a program only shows what it is given, so that its arguments are no commands.
pub(super) fn only_shows(text: &str) -> bool {
    program(text).is_some_and(|program| SHOWING.contains(&program))
}

/// Whether a command, all of it known, only shows what anybody may see, or a file beside it that is not hidden.
pub(super) fn is_idle(text: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || " _-+.,:'\"%/=".contains(letter);
    let reaches = |word: &str| word.starts_with('/') || word.contains("..");
    let hidden = |word: &str| word.split('/').any(|part| part.starts_with('.'));
    let reads = program(text) == Some("cat")
        && text.split_whitespace().skip(1).all(|word| word.contains('.') && !hidden(word));
    (only_shows(text) || reads)
        && text.chars().all(plain)
        && !text.split_whitespace().skip(1).any(reaches)
}
