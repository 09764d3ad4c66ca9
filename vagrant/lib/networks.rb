require 'ipaddr'
require 'json'
require 'open3'
require 'socket'
require_relative 'refused'

module Muster
  # The networks that this machine is on already.
  module Networks
    # What providers leave behind, or share with machines of other clusters, on purpose.
    SHARED = /\A(vboxnet\d+|virbr\d+|vagrant_network_.*)\z/.freeze

    module_function

    # Refuses a network for new machines that would take traffic from another one, or give it some.
    #
    # @param present of `[name, IPAddr]`
    def require_free(wanted, present, setting)
      clash = present.find do |name, network|
        overlap?(wanted, network) && !(same?(wanted, network) && name.match?(SHARED))
      end
      return unless clash

      raise Refused, "the machines' network #{text(wanted)} clashes with #{text(clash.last)} of #{clash.first}, " \
                     "which is there already; give '#{setting}' in settings.yml another one"
    end

    def of_interfaces(addresses = Socket.getifaddrs)
      addresses.select { |each| each.addr&.ipv4? && each.netmask }
               .map { |each| [each.name, IPAddr.new("#{each.addr.ip_address}/#{each.netmask.ip_address}")] }
    end

    # Those that docker knows, also where nothing runs on them.
    def of_docker
      listed, = Open3.capture2('docker', 'network', 'ls', '--quiet')
      return [] if listed.strip.empty?

      told, = Open3.capture2('docker', 'network', 'inspect', *listed.split)
      JSON.parse(told).flat_map do |network|
        ((network['IPAM'] || {})['Config'] || []).map { |pool| pool['Subnet'] }.compact
                                                 .map { |subnet| [network['Name'], IPAddr.new(subnet)] }
      end.select { |_, network| network.ipv4? }
    end

    def overlap?(one, other)
      one.include?(other) || other.include?(one)
    end

    def same?(one, other)
      one == other && one.prefix == other.prefix
    end

    def text(network)
      "#{network}/#{network.prefix}"
    end
  end
end
