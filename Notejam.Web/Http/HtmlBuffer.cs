using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Notejam.Web.Http;

/// <summary>
/// A page as it is made of thousands of small pieces: they are put side by side, and become UTF-8 all at once.
/// </summary>
sealed class HtmlBuffer : TextWriter
{
    const int Usual = 64 * 1024;

    char[] text = ArrayPool<char>.Shared.Rent(Usual);
    int length;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (length == text.Length) Grow(1);
        text[length++] = value;
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.Length > text.Length - length) Grow(buffer.Length);
        buffer.CopyTo(text.AsSpan(length));
        length += buffer.Length;
    }

    public void CopyTo(PipeWriter output) => Encoding.UTF8.GetBytes(text.AsSpan(0, length), output);

    protected override void Dispose(bool disposing)
    {
        ArrayPool<char>.Shared.Return(text);
        text = [];
        length = 0;
        base.Dispose(disposing);
    }

    void Grow(int by)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(length + by, 2 * text.Length));
        text.AsSpan(0, length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(text);
        text = larger;
    }
}
