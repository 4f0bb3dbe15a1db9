using System.Net;
using System.Net.Sockets;

namespace Notejam.Web.Http;

/// <summary>
/// What one person, or one house, is behind: an IPv4 address, or the /64 of an IPv6 one, of which everybody has plenty.
/// </summary>
static class Network
{
    public static IPAddress Of(HttpContext context) => Of(context.Connection.RemoteIpAddress ?? IPAddress.None);

    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
