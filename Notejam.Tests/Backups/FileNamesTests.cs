using System.Text;
using Notejam.Backup.Backups;

namespace Notejam.Tests.Backups;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("Shopping", "Shopping")]
    [InlineData("a\uFFFEb\uFDD0c", "a-b-c")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j")]
    [InlineData("../../etc/passwd", "_-..-etc-passwd")]
    [InlineData("-rf", "_-rf")]
    [InlineData(" --help", "_--help")]
    [InlineData("line\r\nbreak\0", "line--break-")]
    [InlineData("", "untitled")]
    [InlineData(" . ", "untitled")]
    [InlineData(".hidden", "hidden")]
    [InlineData("ends with a dot.", "ends with a dot")]
    [InlineData("con", "_con")]
    [InlineData("LPT1.txt", "_LPT1.txt")]
    [InlineData("console", "console")]
    [InlineData("exe\u202egpj", "exe-gpj")]
    [InlineData("e\u0301", "é")]
    [InlineData("日本 🙂", "日本 🙂")]
    public void A_name_is_safe_on_every_system(string name, string safe) => Assert.Equal(safe, FileNames.Safe(name));

    [Theory]
    [InlineData("x")]
    [InlineData("日")]
    [InlineData("👩‍👩‍👧")]
    public void A_long_name_is_cut_between_characters(string character)
    {
        var safe = FileNames.Safe(string.Concat(Enumerable.Repeat(character, 100)));
        Assert.InRange(Encoding.UTF8.GetByteCount(safe), 80, 100);
        Assert.Empty(safe.Replace(character, "", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_alike_are_numbered_also_where_capitals_do_not_count()
    {
        var names = new FileNames();
        string[] alike = ["a", "A", "a", "a (2)"];
        Assert.Equal(["a.md", "A (2).md", "a (3).md", "a (2) (2).md"], alike.Select(n => names.File("", n, ".md")));
        Assert.Equal("pad/a.md", names.File("pad/", "a", ".md"));
    }

    [Fact]
    public void Pads_named_alike_and_like_a_note_have_folders_of_their_own()
    {
        var names = new FileNames();
        var ids = Enumerable.Range(1, 4).Select(i => new Guid(i, 0, 0, new byte[8])).ToList();
        names.File("", "a", ".md");
        Assert.Equal("Pad", names.Folder(ids[0], "Pad"));
        Assert.Equal("pad (2)", names.Folder(ids[1], "pad"));
        Assert.Equal("Pad", names.Folder(ids[0], "Pad"));
        Assert.Equal("a.md (2)", names.Folder(ids[2], "a.md"));
        Assert.Equal("notes.json (2)", names.Folder(ids[3], "notes.json"));
    }
}
