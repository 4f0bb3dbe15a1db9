using System.Diagnostics.Metrics;

namespace Notejam.Web.Accounts;

/// <summary>What happens at the door, and never to whom.</summary>
sealed class AccountMetrics
{
    readonly Counter<long> signIns;

    public AccountMetrics(Meter meter)
    {
        signIns = meter.CreateCounter<long>("notejam.sign_ins", "{attempt}", "Tries to sign in, by result.");
        foreach (var result in new[] { "succeeded", "refused", "limited" }) signIns.Add(0, Tag("result", result));
    }

    public void SignIn(bool succeeded) => signIns.Add(1, Tag("result", succeeded ? "succeeded" : "refused"));
    public void SignInLimited() => signIns.Add(1, Tag("result", "limited"));

    static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
