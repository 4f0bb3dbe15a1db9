using System.Security.Cryptography;
using System.Text;

namespace Notejam.Web.Data;

static class DerivedId
{
    /// <summary>
    /// The id for other content under an id that is taken: the person went back in the browser and wrote something new.
    /// Made from both, so that also this request, sent twice, makes one row. A UUID of version 8 (RFC 9562, 5.8).
    /// </summary>
    public static Guid Of(Guid taken, params string?[] content)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{taken}\0{string.Join('\0', content)}"))[..16];
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
