using Notejam.Web.Http;

namespace Notejam.Tests.Http;

/// <summary>What a line, a text, an address and a password may hold: the table of cases.</summary>
public sealed class TextInputTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("as typed", "as typed")]
    [InlineData("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [InlineData("  indented\t\n", "  indented\t\n")]
    [InlineData("n\0ul", "nul")]
    [InlineData("form\ffeed \u001besc \u0085 \u0093quoted\u0094", "form\ffeed \u001besc \u0085 \u0093quoted\u0094")]
    [InlineData("\ufeffmark \u2028 \u2029 \u00a0 \u200f\u202e", "\ufeffmark \u2028 \u2029 \u00a0 \u200f\u202e")]
    [InlineData("👩‍🚒 ❤️ e\u0301 \ufffe \ue000", "👩‍🚒 ❤️ e\u0301 \ufffe \ue000")]
    public void A_text_is_kept_as_it_was_typed_but_for_line_ends_and_what_no_database_keeps(
        string? typed, string kept) =>
        Assert.Equal(kept, TextInput.Lines(typed));

    [Fact]
    public void Half_of_a_pair_of_units_is_replaced() =>
        Assert.Equal("half \ufffd.", TextInput.Lines($"half {'\ud83d'}."));

    [Theory]
    [InlineData(null, "")]
    [InlineData("  two \t\r\n words\u3000here ", "two words here")]
    [InlineData("con\u0001trols\0 \u0093go\u0094\u007f", "controls go")]
    [InlineData("\u0001 not at the end \u0001", "not at the end")]
    [InlineData("👩‍🚒 ❤️ e\u0301 שָׁלוֹם", "👩‍🚒 ❤️ e\u0301 שָׁלוֹם")]
    [InlineData("a\u200bb", "a\u200bb")]
    public void A_line_has_single_spaces_and_no_controls(string? typed, string kept) =>
        Assert.Equal(kept, TextInput.Line(typed));

    [Theory]
    [InlineData(0x0020)]
    [InlineData(0x00A0)]
    [InlineData(0x00AD)]
    [InlineData(0x0301)]
    [InlineData(0x034F)]
    [InlineData(0x061C)]
    [InlineData(0x115F)]
    [InlineData(0x1160)]
    [InlineData(0x17B4)]
    [InlineData(0x180E)]
    [InlineData(0x200B)]
    [InlineData(0x200D)]
    [InlineData(0x202E)]
    [InlineData(0x2060)]
    [InlineData(0x2800)]
    [InlineData(0x3000)]
    [InlineData(0x3164)]
    [InlineData(0xFE0F)]
    [InlineData(0xFEFF)]
    [InlineData(0xFFA0)]
    [InlineData(0xFFFC - 3)]
    [InlineData(0x1D159)]
    [InlineData(0x1D173)]
    [InlineData(0xE0041)]
    [InlineData(0xE0100)]
    public void What_cannot_be_seen_is_no_name_however_much_there_is_of_it(int invisible)
    {
        var blank = char.ConvertFromUtf32(invisible);
        Assert.Equal("", TextInput.Line(string.Concat(Enumerable.Repeat(blank, 8))));
        Assert.False(TextInput.CanBeSeen($"{blank} {blank}\u3164\u200b"));
        Assert.True(TextInput.CanBeSeen($"{blank}x"));
    }

    [Theory]
    [InlineData("Name@Example.org", "Name@Example.org")]
    [InlineData("  name@example.org\n", "name@example.org")]
    [InlineData("jose\u0301@example.org", "jos\u00e9@example.org")]
    [InlineData("ｎａｍｅ＠example．org", "name@example.org")]
    [InlineData("name@xn--bcher-kva.example", "name@bücher.example")]
    [InlineData("name@bücher.example", "name@bücher.example")]
    [InlineData("name@faß.example", "name@faß.example")]
    [InlineData("name@xn--a.example", "name@xn--a.example")]
    [InlineData("\ufffename@example.org", "name@example.org")]
    public void An_address_has_one_spelling(string typed, string kept) => Assert.Equal(kept, TextInput.Address(typed));

    [Theory]
    [InlineData("name@example.org", true)]
    [InlineData("first.last+tag@sub.example.org", true)]
    [InlineData("o'neill{x}@localhost", true)]
    [InlineData("имя@пример.рф", true)]
    [InlineData("用户@例え.テスト", true)]
    [InlineData("क्षमा@example.org", true)]
    [InlineData("\"@\"@x.org", false)]
    [InlineData("\"quoted\"@x.org", false)]
    [InlineData("name(comment)@x.org", false)]
    [InlineData("name@[127.0.0.1]", false)]
    [InlineData("name@[IPv6:::1]", false)]
    [InlineData("two@ats@x.org", false)]
    [InlineData("@x.org", false)]
    [InlineData("name@", false)]
    [InlineData("name", false)]
    [InlineData(".name@x.org", false)]
    [InlineData("na..me@x.org", false)]
    [InlineData("name.@x.org", false)]
    [InlineData("name@x.org.", false)]
    [InlineData("name@-x.org", false)]
    [InlineData("name@x_y.org", false)]
    [InlineData("name@x..org", false)]
    [InlineData("na me@x.org", false)]
    [InlineData("na\u200bme@x.org", false)]
    [InlineData("na\u00adme@x.org", false)]
    [InlineData("na\u202eme@x.org", false)]
    [InlineData("na\ufe0fme@x.org", false)]
    [InlineData("na\u3164me@x.org", false)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234@x.org", true)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345@x.org", false)]
    public void An_address_is_a_dot_atom_and_the_name_of_a_host(string address, bool valid) =>
        Assert.Equal(valid, MailAddresses.IsValid(TextInput.Address(address)));

    [Theory]
    [InlineData(" as typed ", " as typed ")]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("ﬁ ｗｉｄｅ\u3000\u00a0", "fi wide  ")]
    [InlineData("n\0ul\ufffe", "nul")]
    public void A_password_has_one_spelling(string typed, string hashed) =>
        Assert.Equal(hashed, TextInput.Password(typed));

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("漢字", 2)]
    [InlineData("😀😀", 2)]
    [InlineData("e\u0301", 2)]
    public void Characters_are_code_points(string text, int length) => Assert.Equal(length, TextInput.Length(text));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exact", 5, "exact")]
    [InlineData("longer", 4, "long")]
    [InlineData("😀😀😀", 2, "😀😀")]
    [InlineData("ab👩‍🚒c", 4, "ab")]
    [InlineData("ab👩‍🚒c", 5, "ab👩‍🚒")]
    [InlineData("ae\u0301", 2, "a")]
    [InlineData("e\u0301\u0301\u0301", 2, "e\u0301")]
    public void A_cut_is_never_within_what_is_seen_as_one(string text, int length, string cut) =>
        Assert.Equal(cut, TextInput.Cut(text, length));
}
