using Notejam.Tests.Hosting;

namespace Notejam.Tests.Infrastructure;

public sealed class CheckTests
{
    [Fact]
    public async Task The_configuration_is_formatted_and_valid_and_holds_what_its_own_tests_say_in_every_environment()
    {
        Tool.SkipWithout("terraform");
        var output = await Terraform.RunAsync("check");
        Assert.Contains("The configuration is valid.", output, StringComparison.Ordinal);
        Assert.Equal(4, output.Split("0 failed.").Length - 1);
    }
}
