using System.Net;
using System.Net.Sockets;

namespace Notejam.Web.Accounts;

/// <summary>Who shares a limit: an IPv4 address, or the 64 bits of an IPv6 address that one customer gets whole.</summary>
static class Network
{
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    public static string Of(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"{Convert.ToHexStringLower(address.GetAddressBytes()[..8])}/64",
        _ => address.ToString(),
    };
}
