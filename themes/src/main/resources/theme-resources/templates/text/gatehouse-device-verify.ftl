<#ftl output_format="plainText">
<#-- The name is put in last: in what is handed to a text, Keycloak takes "$" and a brace for the key of another one. -->
${msg("gatehouseDeviceMailIntro", "{}")?replace("{}", application)}

${msg("gatehouseDeviceApplication")}: ${application}
${msg("gatehouseDeviceTime")}: ${time}
${msg("gatehouseDeviceBrowser")}: ${device}
${msg("gatehouseDeviceIp")}: ${ip}
<#if link??>

${msg("gatehouseDeviceMailLink", minutes?c)}

${link}
</#if>
<#if code??>

${msg((link??)?then("gatehouseDeviceMailOrCode", "gatehouseDeviceMailCode"), minutes?c)}

${code}
</#if>

${msg("gatehouseDeviceMailNotMe")} ${msg((link??)?then("gatehouseDeviceMailDeny", "gatehouseDeviceMailIgnore"))}
