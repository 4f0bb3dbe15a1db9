using Amazon.Runtime;

namespace Notejam.Backup.Stores;

/// <summary>
/// HTTP for the SDK, which sets no time-out for S3: a connection on which no byte comes or goes is given up.
/// </summary>
sealed class IdleTimeoutHttp(TimeSpan idleTimeout, TimeProvider time) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
    {
        // The SDK follows S3's redirects itself, because each needs a signature of its own.
        AllowAutoRedirect = false,
        ConnectTimeout = idleTimeout,
        PooledConnectionIdleTimeout = idleTimeout / 2,
        PlaintextStreamFilter = (connection, _) =>
            ValueTask.FromResult<Stream>(new IdleTimeoutStream(connection.PlaintextStream, idleTimeout, time)),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
