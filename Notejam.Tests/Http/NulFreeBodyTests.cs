using System.Text;
using Notejam.Web.Http;

namespace Notejam.Tests.Http;

public sealed class NulFreeBodyTests
{
    [Theory]
    [InlineData("name=n%00ame", "name=name")]
    [InlineData("%00=%00%00", "=")]
    [InlineData("percent=%2500", "percent=%2500")]
    [InlineData("no=%0&half=%", "no=%0&half=%")]
    [InlineData("cut=%%00%0%00", "cut=%%0")]
    [InlineData("", "")]
    public async Task NUL_is_left_out_wherever_the_body_comes_in_pieces(string sent, string read)
    {
        foreach (var size in Enumerable.Range(1, sent.Length + 1))
        {
            await using var body = new NulFreeBody(new Pieces(Encoding.ASCII.GetBytes(sent), size));
            using var reader = new StreamReader(body);
            Assert.Equal(read, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
    }

    /// <summary>A client that sends so many bytes at a time.</summary>
    sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
