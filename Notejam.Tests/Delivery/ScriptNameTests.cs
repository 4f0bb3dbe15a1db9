using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Delivery;

/// <summary>A function that is called as a program takes its place, for the script and for whoever reads it.</summary>
public sealed partial class ScriptNameTests
{
    /// <summary>Programs of GNU coreutils 9 (gnu.org/software/coreutils/manual).</summary>
    static readonly HashSet<string> Coreutils =
    [
        .. """
        arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown chroot cksum comm cp csplit cut date dd df
        dir dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join kill link
        ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv
        printf ptx pwd readlink realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf
        sleep sort split stat stdbuf stty sum sync tac tail tee test timeout touch tr true truncate tsort tty uname
        unexpand uniq unlink uptime users vdir wc who whoami yes
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries),
    ];

    [Fact]
    public void No_function_and_no_variable_of_a_script_is_called_as_a_program_of_coreutils() =>
        Assert.Empty(
            from script in Repository.Files("*.sh")
            from name in Shadows(File.ReadAllText(script))
            select $"{script}: {name}");

    [Theory]
    [InlineData("install() {", "install")]
    [InlineData("id=$(curl example.org)", "id")]
    [InlineData("local log sum=0", "sum")]
    [InlineData("while read -r user date; do", "date")]
    [InlineData("for link in *; do", "link")]
    [InlineData("new= id=5 send", "id")]
    [InlineData("{ read -r a; sum+=$a; }", "sum")]
    [InlineData("local command=(env date)")]
    [InlineData("for program in install date; do")]
    [InlineData("send 'id=5' --data \"sum=$sum\"")]
    [InlineData("say \"Please read link and date\"")]
    [InlineData("install -m 755 a b # id=5")]
    public void It_is_noticed_where_a_name_is_given_and_only_there(string script, params string[] names) =>
        Assert.Equal(names, Shadows(script));

    static IEnumerable<string> Shadows(string script) =>
        from Match match in Named().Matches(script)
        from name in match.Groups["name"].Captures.Select(c => c.Value)
        where Coreutils.Contains(name)
        select name;

    /// <summary>Where a command begins: a function, what a builtin or a loop fills, or assignments.</summary>
    [GeneratedRegex("""
        (?mx)
        (?: ^ | [;&|({] | \b(?:then|do|else|while|until)\b ) [ ]*
        (?: (?<name>\w+) \(\)
          | for [ ] (?<name>\w+)
          | (?:local|declare|export|readonly|read|mapfile) (?: [ ]-\w+ )*
            (?: [ ] (?<name>\w+) (?: = (?: \([^)]*\) | [^\s;]* ) )? )+
          | (?: (?<name>\w+) \+?= (?: "[^"]*" | '[^']*' | \([^)]*\) | [^\s;]* ) [ ]* )+ )
        """)]
    private static partial Regex Named();
}
