"""Mistakes that somebody could make with the database's proxy, where there is one."""

from tests.infra_cfn.network_mistakes import HOST, POSTGRES, Mistake, hears, put, speaks, without

PROXY = "data.Proxy"

PROXY_MISTAKES = [
    Mistake("the proxy hears the world", hears("ProxyGroup", **POSTGRES), "groups"),
    Mistake(
        "the proxy hears hosts",
        hears("ProxyGroup", SourceSecurityGroupId=HOST, **POSTGRES),
        "database hears",
    ),
    Mistake("the proxy hears nobody", without("groups.ProxyHearsFunction"), "paths"),
    Mistake("the proxy may speak to the web", speaks("ProxyGroup"), "egress"),
    Mistake("data hears the proxy no more", without("groups.DatabaseHearsProxy"), "paths"),
    Mistake("the function has no way there", without("groups.FunctionSpeaksToProxy"), "paths"),
    Mistake(
        "the proxy beside the data", put(PROXY, "VpcSubnetIds", {"!Ref": "DataSubnetIds"}), "paths"
    ),
    Mistake(
        "the proxy in another's group", put(PROXY, "VpcSecurityGroupIds", ["sg-other"]), "presence"
    ),
]
